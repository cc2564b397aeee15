// What files and units of the nodes of the bench hold.

export function sysctl(index: number): string {
  return `# Settings that kubelet and the network plugin ask for
net.bridge.bridge-nf-call-iptables = 1
net.bridge.bridge-nf-call-ip6tables = 1
net.ipv4.ip_forward = 1
net.ipv6.conf.all.forwarding = 1
vm.overcommit_memory = 1
vm.panic_on_oom = 0
kernel.panic = 10
kernel.panic_on_oops = 1
fs.inotify.max_user_instances = ${8192 + index}
fs.inotify.max_user_watches = 524288
`;
}

export function kubeadmConfig(name: string, token: string, index: number): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: 10.0.${index % 250}.10:6443
    token: ${token.slice(0, 6)}.${token.slice(6, 22)}
    caCertHashes:
      - sha256:${token}${token}
nodeRegistration:
  name: ${name}
  criSocket: unix:///run/containerd/containerd.sock
  kubeletExtraArgs:
    - name: cgroup-driver
      value: systemd
    - name: node-ip
      value: 10.0.${index % 250}.${20 + (index % 200)}
`;
}

export function kubeletUnit(name: string, command: string): string {
  return `[Unit]
Description=${name} on this node
Requires=containerd.service
After=containerd.service network-online.target
Wants=network-online.target
ConditionPathExists=!/etc/kubernetes/kubelet.conf

[Service]
Type=oneshot
RemainAfterExit=yes
Restart=on-failure
RestartSec=10
EnvironmentFile=-/etc/kubernetes/environment
ExecStartPre=/usr/bin/systemd-sysext refresh
ExecStart=${command}

[Install]
WantedBy=multi-user.target
`;
}

export function preflightScript(n: number): string {
  return `#!/bin/bash
# Waits until what the node needs is there, and says what is not.
set -euo pipefail

readonly DEADLINE=$((SECONDS + ${300 + n}))

wait_for() {
  local what="$1"; shift
  until "$@" >/dev/null 2>&1; do
    if (( SECONDS > DEADLINE )); then
      echo "preflight-${n}: $what is not there after $DEADLINE seconds" >&2
      return 1
    fi
    sleep 2
  done
  echo "preflight-${n}: $what is there"
}

wait_for "the container runtime" test -S /run/containerd/containerd.sock
wait_for "a default route" ip route get 192.0.2.${n % 250}
wait_for "the clock" timedatectl show --property=NTPSynchronized --value
for module in overlay br_netfilter ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh nf_conntrack; do
  modprobe "$module" || echo "preflight-${n}: no $module" >&2
done
`;
}

export function containerdConfig(n: number): string {
  return `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
oom_score = -999

[grpc]
  address = "/run/containerd/containerd.sock"
  max_recv_message_size = 16777216
  max_send_message_size = 16777216

[metrics]
  address = "127.0.0.1:${9100 + n}"

[plugins."io.containerd.cri.v1.runtime"]
  enable_selinux = false
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      SystemdCgroup = true

[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".registry]
    config_path = "/etc/containerd/certs.d"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "registry.k8s.io/pause:3.${n % 11}"
`;
}

export function kubeProxyManifest(n: number, id: string): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: proxy-${n}
  namespace: kube-system
  labels:
    app.kubernetes.io/name: proxy
    app.kubernetes.io/instance: proxy-${id}
spec:
  selector:
    matchLabels:
      app.kubernetes.io/instance: proxy-${id}
  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app.kubernetes.io/name: proxy
        app.kubernetes.io/instance: proxy-${id}
    spec:
      hostNetwork: true
      priorityClassName: system-node-critical
      tolerations:
        - operator: Exists
      containers:
        - name: proxy
          image: registry.example.com/proxy:v1.${n}.2@sha256:${id.repeat(5)}abcd
          args: ["--config=/etc/proxy/config.yaml", "--v=2"]
          ports:
            - { name: metrics, containerPort: ${10249 + n}, protocol: TCP }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          securityContext:
            privileged: true
          livenessProbe:
            httpGet: { path: /healthz, port: metrics }
            initialDelaySeconds: 15
          volumeMounts:
            - { name: config, mountPath: /etc/proxy, readOnly: true }
            - { name: xtables-lock, mountPath: /run/xtables.lock }
      volumes:
        - name: config
          configMap: { name: proxy-config-${n} }
        - name: xtables-lock
          hostPath: { path: /run/xtables.lock, type: FileOrCreate }
`;
}
