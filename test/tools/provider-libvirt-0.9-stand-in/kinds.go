package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// failure is what the provider reports: a summary and a detail. A warning where the apply goes on.
type failure struct {
	summary, detail string
	isWarning       bool
}

func (f *failure) Error() string { return f.summary }

func fail(summary, detail string, args ...any) error {
	return &failure{summary: summary, detail: fmt.Sprintf(detail, args...)}
}

// kind is what the provider does with resources of one type. The value that is given to and got from each function is the whole resource.
type kind struct {
	// identifier is the attribute by which the host knows an object.
	identifier string
	create     func(h *hosted, planned tftypes.Value) (tftypes.Value, error)
	// read gives nothing of an object that is gone.
	read   func(h *hosted, state tftypes.Value, o *object) tftypes.Value
	update func(h *hosted, state, planned tftypes.Value, o *object) (tftypes.Value, error)
	delete func(h *hosted, state tftypes.Value, o *object)
}

var kinds = map[string]kind{
	"libvirt_domain":   domainKind,
	"libvirt_ignition": ignitionKind,
	"libvirt_network":  networkKind,
	"libvirt_pool":     poolKind,
	"libvirt_volume":   volumeKind,
}

func refuse(detail string) func(*hosted, tftypes.Value, tftypes.Value, *object) (tftypes.Value, error) {
	return func(_ *hosted, state, _ tftypes.Value, _ *object) (tftypes.Value, error) {
		return state, fail("Update Not Supported", "%s", detail)
	}
}

func readPlain(_ *hosted, state tftypes.Value, o *object) tftypes.Value {
	return readBack(state, o.value(state.Type()))
}

func forget(name, identifier string) func(*hosted, tftypes.Value, *object) {
	return func(h *hosted, state tftypes.Value, _ *object) {
		delete(h.Objects[name], text(child(state, identifier)))
	}
}

// The file that the real provider writes for it is a line in the host's.
//
// https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/ignition_resource.go
var ignitionKind = kind{
	identifier: "path",
	create: func(h *hosted, planned tftypes.Value) (tftypes.Value, error) {
		content := text(child(planned, "content"))
		id := fmt.Sprintf("%x", sha256.Sum256([]byte(content)))[:16]
		path := "/tmp/terraform-provider-libvirt-ignition/ignition-" + id + ".ign"
		state := with(planned, map[string]tftypes.Value{"id": words(id), "path": words(path), "size": number(int64(len(content)))})
		o := &object{}
		o.set(state)
		h.put("libvirt_ignition", path, o)
		return state, nil
	},
	// Of two with one content there is one file: what is read of it is its size alone.
	read:   func(_ *hosted, state tftypes.Value, _ *object) tftypes.Value { return state },
	update: refuse("Ignition file cannot be updated. All changes require replacement."),
	delete: forget("libvirt_ignition", "path"),
}

// https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/pool_resource.go
var poolKind = kind{
	identifier: "id",
	create: func(h *hosted, planned tftypes.Value) (tftypes.Value, error) {
		name := text(child(planned, "name"))
		if _, ok := h.named("libvirt_pool", name, planned.Type()); ok {
			return planned, fail("Pool Creation Failed", "Failed to define storage pool: operation failed: pool '%s' already exists", name)
		}
		id := words(h.uuid("pool", name))
		state := with(planned, map[string]tftypes.Value{
			"id": id, "uuid": id, "capacity": number(poolBytes), "allocation": number(0), "available": number(poolBytes),
		})
		o := &object{}
		o.set(state)
		h.put("libvirt_pool", text(id), o)
		return state, nil
	},
	read:   readPlain,
	update: refuse("Storage pools cannot be updated. All changes require replacement."),
	delete: forget("libvirt_pool", "id"),
}

// poolBytes is how much space there is: 64 GiB.
const poolBytes = 64 << 30

// https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/volume_resource.go
var volumeKind = kind{
	identifier: "key",
	create: func(h *hosted, planned tftypes.Value) (tftypes.Value, error) {
		name, poolName := text(child(planned, "name")), text(child(planned, "pool"))
		directory, ok := h.poolDirectory(poolName)
		if !ok {
			return planned, fail("Pool Not Found", "Storage pool '%s' not found: Storage pool not found: no storage pool with matching name '%s'", poolName, poolName)
		}
		capacity := child(planned, "capacity")
		if url := text(child(planned, "create", "content", "url")); url != "" {
			info, err := os.Stat(strings.TrimPrefix(url, "file://"))
			if err != nil {
				return planned, fail("Failed to Open URL", "Could not open URL for upload: %s", err)
			}
			capacity = number(info.Size())
		}
		if capacity.IsNull() || !capacity.IsKnown() {
			return planned, fail("Missing Capacity", "Volume capacity is required when not uploading from a URL")
		}
		path := directory + "/" + name
		if _, ok := h.find("libvirt_volume", path); ok {
			return planned, fail("Volume Creation Failed", "Failed to create storage volume: storage volume '%s' already exists", name)
		}
		computed := map[string]tftypes.Value{
			"id": words(path), "key": words(path), "path": words(path), "capacity": capacity, "allocation": number(0), "physical": number(0),
		}
		if target := child(planned, "target"); !target.IsNull() {
			computed["target"] = with(target, map[string]tftypes.Value{"path": words(path)})
		}
		state := with(planned, computed)
		o := &object{Content: h.hash("content of " + path)}
		o.set(state)
		h.put("libvirt_volume", path, o)
		return state, nil
	},
	read:   readPlain,
	update: refuse("Storage volumes cannot be updated. All changes require replacement."),
	delete: forget("libvirt_volume", "key"),
}

// poolDirectory is where the volumes of a pool lie.
func (h *hosted) poolDirectory(name string) (string, bool) {
	for _, found := range h.Objects["libvirt_pool"] {
		var pool struct {
			Name   string
			Target struct{ Path string }
		}
		found.into(&pool)
		if pool.Name == name {
			return strings.TrimSuffix(pool.Target.Path, "/"), true
		}
	}
	return "", false
}

// Of an update the host hears of nothing but whether the network starts with it: what is read back then is the network as it was.
//
// https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/network_resource.go
var networkKind = kind{
	identifier: "id",
	create: func(h *hosted, planned tftypes.Value) (tftypes.Value, error) {
		name := text(child(planned, "name"))
		if _, ok := h.named("libvirt_network", name, planned.Type()); ok {
			return planned, fail("Network Creation Failed", "Failed to define network: operation failed: network '%s' already exists", name)
		}
		id := words(h.uuid("network", name))
		o := &object{Autostart: isTrue(child(planned, "autostart"))}
		computed := map[string]tftypes.Value{"id": id, "uuid": id, "autostart": tftypes.NewValue(tftypes.Bool, o.Autostart)}
		if bridge := child(planned, "bridge"); !bridge.IsNull() && !child(bridge, "name").IsKnown() {
			computed["bridge"] = with(bridge, map[string]tftypes.Value{"name": words("virbr0")})
		}
		state := with(planned, computed)
		o.set(state)
		h.put("libvirt_network", text(id), o)
		return state, nil
	},
	read: readNetwork,
	update: func(h *hosted, state, planned tftypes.Value, o *object) (tftypes.Value, error) {
		if !child(planned, "autostart").Equal(child(state, "autostart")) {
			o.Autostart = isTrue(child(planned, "autostart"))
		}
		return readNetwork(h, planned, o), nil
	},
	delete: forget("libvirt_network", "id"),
}

func readNetwork(_ *hosted, state tftypes.Value, o *object) tftypes.Value {
	return with(readBack(state, o.value(state.Type())), map[string]tftypes.Value{"autostart": tftypes.NewValue(tftypes.Bool, o.Autostart)})
}
