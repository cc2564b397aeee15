package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// hostVariable names the file that is the host: what is defined on it, and what happened to its domains.
const hostVariable = "LIBVIRT_STAND_IN_HOST"

// host is what a libvirt would be, kept in a file between one Terraform and the next.
type host struct {
	file  string
	mutex sync.Mutex
}

// hosted is what stands in the file.
type hosted struct {
	// Objects by type and identifier.
	Objects map[string]map[string]*object `json:"objects"`
	// Made is how many hashes were made of a name.
	Made map[string]int `json:"made"`
	// Roots are the root disks that domains were started from last, by name.
	Roots map[string]string `json:"roots"`
	// Events are what happened to domains, in order.
	Events []event `json:"events"`
}

type object struct {
	Attributes json.RawMessage `json:"attributes"`
	// Number is that of the running domain, another one after each start; 0 while it is off.
	Number    int64 `json:"number,omitempty"`
	Autostart bool  `json:"autostart,omitempty"`
	// Content is what is in a volume: another one in its place has another.
	Content string `json:"content,omitempty"`
}

type event struct {
	Domain string `json:"domain"`
	What   string `json:"what"`
}

// change reads the file, has it changed, and writes it. Also after an error: what was done until then is done.
func (h *host) change(change func(*hosted) error) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	current := &hosted{Objects: map[string]map[string]*object{}, Made: map[string]int{}, Roots: map[string]string{}, Events: []event{}}
	content, err := os.ReadFile(h.file)
	if err == nil {
		err = json.Unmarshal(content, current)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return err
	}
	failed := change(current)
	content, err = json.MarshalIndent(current, "", " ")
	if err == nil {
		err = os.WriteFile(h.file, append(content, '\n'), 0o644)
	}
	return errors.Join(failed, err)
}

func (h *hosted) find(kind, id string) (*object, bool) {
	found, ok := h.Objects[kind][id]
	return found, ok
}

// named is the object of a type with that name.
func (h *hosted) named(kind, name string, t tftypes.Type) (tftypes.Value, bool) {
	for _, found := range h.Objects[kind] {
		if v := found.value(t); text(child(v, "name")) == name {
			return v, true
		}
	}
	return tftypes.Value{}, false
}

func (h *hosted) put(kind, id string, o *object) {
	if h.Objects[kind] == nil {
		h.Objects[kind] = map[string]*object{}
	}
	h.Objects[kind][id] = o
}

func (h *hosted) note(domain, what string) {
	h.Events = append(h.Events, event{Domain: domain, What: what})
}

// hash is of the n-th time that it is asked for of a name: another one each time, and the same in every run.
func (h *hosted) hash(name string) string {
	h.Made[name]++
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", name, h.Made[name])))
}

func (h *hosted) uuid(kind, name string) string {
	hash := h.hash(kind + " " + name)
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", hash[:8], hash[8:12], hash[13:16], hash[17:20], hash[20:32])
}

func (o *object) value(t tftypes.Type) tftypes.Value {
	v, err := tftypes.ValueFromJSON(o.Attributes, t) //nolint:staticcheck
	must(err)
	return v
}

func (o *object) set(v tftypes.Value) {
	content, err := json.Marshal(plain(v))
	must(err)
	o.Attributes = content
}

// into reads some of the attributes.
func (o *object) into(target any) {
	must(json.Unmarshal(o.Attributes, target))
}
