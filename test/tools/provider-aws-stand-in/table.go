package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

//go:embed schemas/behaviour.json
var behaviourJSON []byte

// row is what an attribute does that is more than "updates in place", as README.md has it. What only the server needs is not read here.
type row struct {
	Replace      replace         `json:"replace"`
	Default      json.RawMessage `json:"default"`
	Keep         bool            `json:"keep"`
	FromProvider string          `json:"fromProvider"`
	Renewed      *renewed        `json:"renewed"`
	Conflicts    []string        `json:"conflicts"`
	ExactlyOneOf []string        `json:"exactlyOneOf"`
	AtLeastOneOf []string        `json:"atLeastOneOf"`
	MaxLength    int             `json:"maxLength"`
	Base64       bool            `json:"base64"`
}

// replace says which changes of an attribute replace the resource: all of them, those from or to nothing, or all while another attribute
// is true.
type replace struct {
	Always   bool
	Presence bool
	When     string
}

func (r *replace) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case "true":
		r.Always = true
		return nil
	case `"presence"`:
		r.Presence = true
		return nil
	}
	return json.Unmarshal(text, &r.When)
}

// renewed makes a computed attribute unknown in the plan of an update: when one of With changes, or anything but Except; and only where
// When is true.
type renewed struct {
	With   []string `json:"with"`
	Except []string `json:"except"`
	When   string   `json:"when"`
}

// table holds the rows of each resource type by attribute, nested ones with dots.
type table map[string]map[string]row

func readTable(all schemas) (table, error) {
	var file struct {
		Rows map[string]row `json:"rows"`
	}
	if err := json.Unmarshal(behaviourJSON, &file); err != nil {
		return nil, fmt.Errorf("schemas/behaviour.json: %w", err)
	}
	result := table{}
	for name, s := range all.Resources {
		result[name] = map[string]row{}
		for attribute := range s.Block.Attributes {
			if found, ok := file.Rows["*."+attribute]; ok {
				result[name][attribute] = found
			}
		}
	}
	for key, found := range file.Rows {
		kind, attribute, _ := strings.Cut(key, ".")
		if kind == "*" {
			continue
		}
		rows, ok := result[kind]
		if !ok {
			return nil, fmt.Errorf("schemas/behaviour.json: %s is of no resource", key)
		}
		rows[attribute] = found
	}
	return result, nil
}

// attributes are the names of the rows in order, so that messages come in the same order each time.
func (t table) attributes(kind string) []string {
	names := make([]string, 0, len(t[kind]))
	for name := range t[kind] {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
