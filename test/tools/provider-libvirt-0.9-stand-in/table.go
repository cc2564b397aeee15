package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed schemas/behaviour.json
var behaviourJSON []byte

// row is what an attribute does in the plan of an update, as README.md has it.
type row struct {
	Replace bool `json:"replace"`
	Keep    bool `json:"keep"`
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
	for key, found := range file.Rows {
		kind, attribute, _ := strings.Cut(key, ".")
		if _, ok := all.Resources[kind].Block.Attributes.at(strings.Split(attribute, ".")); !ok {
			return nil, fmt.Errorf("schemas/behaviour.json: %s is in no schema", key)
		}
		if result[kind] == nil {
			result[kind] = map[string]row{}
		}
		result[kind][attribute] = found
	}
	return result, nil
}
