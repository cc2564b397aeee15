package main

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/domain_resource.go
var domainKind = kind{
	identifier: "uuid",
	create: func(h *hosted, planned tftypes.Value) (tftypes.Value, error) {
		name := text(child(planned, "name"))
		if _, ok := h.named("libvirt_domain", name, planned.Type()); ok {
			return planned, fail("Domain Creation Failed", "Failed to define domain in libvirt: operation failed: domain '%s' already exists", name)
		}
		uuid := h.uuid("domain", name)
		o := h.define(uuid, planned)
		if isTrue(child(planned, "running")) {
			if err := h.start(o, planned); err != nil {
				h.undefine(uuid, name)
				return planned, fail("Failed to Start Domain", "Domain was defined but failed to start: %s", err)
			}
		}
		o.Autostart = isTrue(child(planned, "autostart"))
		return readDomain(h, with(planned, map[string]tftypes.Value{"uuid": words(uuid)}), o), nil
	},
	read: readDomain,
	update: func(h *hosted, state, planned tftypes.Value, o *object) (tftypes.Value, error) {
		uuid, name := text(child(state, "uuid")), text(child(state, "name"))
		h.stop(name, o)
		h.undefine(uuid, name)
		o = h.define(uuid, planned)
		// Whether it starts with the host was said of the one that is undefined.
		o.Autostart = isTrue(child(planned, "autostart"))
		var err error
		if isTrue(child(planned, "running")) {
			if err = h.start(o, planned); err != nil {
				err = &failure{summary: "Failed to Start Domain", detail: "Domain was updated but failed to start: " + err.Error(), isWarning: true}
			}
		}
		return readDomain(h, planned, o), err
	},
	delete: func(h *hosted, state tftypes.Value, o *object) {
		name := text(child(state, "name"))
		h.stop(name, o)
		h.undefine(text(child(state, "uuid")), name)
	},
}

// readDomain has the number of the running domain, and of one that is off that which is known.
func readDomain(_ *hosted, state tftypes.Value, o *object) tftypes.Value {
	computed := map[string]tftypes.Value{}
	if o.Number != 0 {
		computed["id"] = number(o.Number)
	} else if id := child(state, "id"); id.IsKnown() {
		computed["id"] = id
	}
	if autostart := child(state, "autostart"); !autostart.IsNull() {
		computed["autostart"] = tftypes.NewValue(tftypes.Bool, o.Autostart)
	}
	read := readBack(state, o.value(state.Type()))
	// Of these the host says nothing: what was asked for stays.
	for _, name := range []string{"running", "metadata", "create", "update", "destroy"} {
		computed[name] = child(state, name)
	}
	return with(read, computed)
}

func (h *hosted) define(uuid string, planned tftypes.Value) *object {
	o := &object{}
	o.set(with(planned, map[string]tftypes.Value{"uuid": words(uuid)}))
	h.put("libvirt_domain", uuid, o)
	h.note(text(child(planned, "name")), "defined")
	return o
}

func (h *hosted) undefine(uuid, name string) {
	delete(h.Objects["libvirt_domain"], uuid)
	h.note(name, "undefined")
}

func (h *hosted) stop(name string, o *object) {
	if o.Number != 0 {
		o.Number = 0
		h.note(name, "stopped")
	}
}

// start fails where a disk of the domain is not there. The machine boots from the first.
func (h *hosted) start(o *object, planned tftypes.Value) error {
	root := ""
	for _, disk := range elements(child(planned, "devices", "disks")) {
		volume := child(disk, "source", "volume")
		if volume.IsNull() {
			continue
		}
		directory, _ := h.poolDirectory(text(child(volume, "pool")))
		name := text(child(volume, "volume"))
		found, ok := h.find("libvirt_volume", directory+"/"+name)
		if !ok {
			return fmt.Errorf("Storage volume not found: no storage vol with matching name '%s'", name)
		}
		if root == "" {
			root = found.Content
		}
	}
	domain := text(child(planned, "name"))
	parsed, err := strconv.ParseInt(h.hash("start of " + domain)[:4], 16, 64)
	must(err)
	o.Number = 1 + parsed
	if last, ok := h.Roots[domain]; ok && last != root {
		h.note(domain, "started from another root disk")
	} else {
		h.note(domain, "started")
	}
	h.Roots[domain] = root
	return nil
}
