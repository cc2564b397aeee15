package main

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schemas/libvirt.json
var schemaJSON []byte

const providerDescription = "A stand-in for dmacvicar/libvirt 0.9, for tests: it keeps everything in a file and talks to no libvirt."

// schemas is what `terraform providers schema -json` would print, without what machines of the tests have no need of.
type schemas struct {
	Provider  schema            `json:"provider"`
	Resources map[string]schema `json:"resource_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   struct {
		Attributes attributes `json:"attributes"`
	} `json:"block"`
}

type attributes map[string]attribute

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Nested   *nested         `json:"nested_type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

type nested struct {
	Attributes attributes `json:"attributes"`
	Nesting    string     `json:"nesting_mode"`
}

func readSchemas() (schemas, error) {
	var all struct {
		Providers map[string]schemas `json:"provider_schemas"`
	}
	if err := json.Unmarshal(schemaJSON, &all); err != nil {
		return schemas{}, fmt.Errorf("schemas/libvirt.json: %w", err)
	}
	return all.Providers["registry.terraform.io/dmacvicar/libvirt"], nil
}

func (s schema) protocol(description string) (*tfprotov6.Schema, error) {
	converted, err := s.Block.Attributes.protocol()
	if err != nil {
		return nil, err
	}
	return &tfprotov6.Schema{Version: s.Version, Block: &tfprotov6.SchemaBlock{Attributes: converted, Description: description}}, nil
}

var nestings = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
}

func (all attributes) protocol() ([]*tfprotov6.SchemaAttribute, error) {
	var converted []*tfprotov6.SchemaAttribute
	for name, a := range all {
		one := &tfprotov6.SchemaAttribute{Name: name, Required: a.Required, Optional: a.Optional, Computed: a.Computed}
		if a.Nested == nil {
			// The function is deprecated for others than Terraform's own type notation, which this is.
			kind, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck
			if err != nil {
				return nil, fmt.Errorf("attribute %s: %w", name, err)
			}
			one.Type = kind
		} else {
			inner, err := a.Nested.Attributes.protocol()
			if err != nil {
				return nil, fmt.Errorf("attribute %s: %w", name, err)
			}
			one.NestedType = &tfprotov6.SchemaObject{Attributes: inner, Nesting: nestings[a.Nested.Nesting]}
		}
		converted = append(converted, one)
	}
	return converted, nil
}

// at is the attribute of that name, however deep in others.
func (all attributes) at(names []string) (attribute, bool) {
	found, ok := all[names[0]]
	if !ok || len(names) == 1 {
		return found, ok
	}
	if found.Nested == nil {
		return attribute{}, false
	}
	return found.Nested.Attributes.at(names[1:])
}
