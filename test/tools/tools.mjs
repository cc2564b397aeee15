/**
 * The Go programs the tests run. Adding one is a folder with `go.mod`, `go.sum` and `tools.go`, or with the program itself, and one line here.
 *
 * - `name`: the folder, and the name in `build.mjs --paths`
 * - `package`: what `go build` builds; `.` for a program whose source is in the folder
 * - `provider`: for a Terraform provider, `namespace/name/version`, which puts it into the filesystem mirror
 * - `ldflags`: for `go build -ldflags`
 * - `onDemand`: whether it is built only when it is named: `node test/tools/build.mjs opentofu`. What it makes is in the repository, and no test needs it
 * - `cgo`: whether the program needs C libraries (the default is a static program)
 */
export const TOOLS = [
  {
    name: "butane",
    package: "github.com/coreos/butane/internal",
    ldflags: "-X github.com/coreos/butane/internal/version.Raw=v0.29.0",
  },
  { name: "butane-oracle", package: "." },
  {
    name: "ignition",
    package: "github.com/coreos/ignition/v2/internal",
    ldflags:
      "-X github.com/coreos/ignition/v2/internal/version.Raw=2.26.0 -X github.com/coreos/ignition/v2/internal/distro.selinuxRelabel=false",
    cgo: true,
  },
  { name: "ignition-validate", package: "github.com/coreos/ignition/v2/validate" },
  { name: "matchbox", package: "github.com/poseidon/matchbox/cmd/matchbox" },
  { name: "opentofu", package: "github.com/opentofu/opentofu/cmd/tofu", onDemand: true },
  { name: "provider-aws-stand-in", package: ".", provider: "hashicorp/aws/6.25.0" },
  { name: "provider-hcloud", package: "github.com/hetznercloud/terraform-provider-hcloud", provider: "hetznercloud/hcloud/1.68.0" },
  { name: "provider-libvirt", package: "github.com/dmacvicar/terraform-provider-libvirt", provider: "dmacvicar/libvirt/0.8.3" },
  { name: "provider-libvirt-0.9-stand-in", package: ".", provider: "dmacvicar/libvirt/0.9.7" },
  { name: "provider-matchbox", package: "github.com/poseidon/terraform-provider-matchbox", provider: "poseidon/matchbox/0.5.4" },
  { name: "terraform-1.5", package: "github.com/hashicorp/terraform", onDemand: true },
  { name: "terraform-1.8", package: "github.com/hashicorp/terraform", onDemand: true },
  { name: "yaml-oracle", package: "." },
];

/** The hosts under which Terraform and OpenTofu look for a provider that is written without one. */
export const REGISTRY_HOSTS = ["registry.terraform.io", "registry.opentofu.org"];
