package main

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schemas/aws.json
var schemaJSON []byte

const providerDescription = "A stand-in for hashicorp/aws, for tests: it keeps everything in a local server and talks to no AWS."

// schemas is what `terraform providers schema -json` would print.
type schemas struct {
	Provider    schema            `json:"provider"`
	Resources   map[string]schema `json:"resource_schemas"`
	DataSources map[string]schema `json:"data_source_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute   `json:"attributes"`
	BlockTypes map[string]nestedBlock `json:"block_types"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	Block    block  `json:"block"`
	MinItems int64  `json:"min_items"`
	MaxItems int64  `json:"max_items"`
}

func readSchemas() (schemas, error) {
	var all struct {
		Providers map[string]schemas `json:"provider_schemas"`
	}
	if err := json.Unmarshal(schemaJSON, &all); err != nil {
		return schemas{}, fmt.Errorf("schemas/aws.json: %w", err)
	}
	return all.Providers["registry.terraform.io/hashicorp/aws"], nil
}

func (s schema) protocol(description string) (*tfprotov5.Schema, error) {
	converted, err := s.Block.protocol()
	if err != nil {
		return nil, err
	}
	converted.Description = description
	return &tfprotov5.Schema{Version: s.Version, Block: converted}, nil
}

var nestings = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
}

func (b block) protocol() (*tfprotov5.SchemaBlock, error) {
	converted := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		// The function is deprecated for others than Terraform's own type notation, which this is.
		kind, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		converted.Attributes = append(converted.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: kind, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
		})
	}
	for name, n := range b.BlockTypes {
		inner, err := n.Block.protocol()
		if err != nil {
			return nil, fmt.Errorf("block %s: %w", name, err)
		}
		converted.BlockTypes = append(converted.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: inner, Nesting: nestings[n.Nesting], MinItems: n.MinItems, MaxItems: n.MaxItems,
		})
	}
	return converted, nil
}

// attributeAt is the attribute of that name, however deep in blocks; nothing where the name is a block's or a field's of an attribute.
func (b block) attributeAt(names []string) (attribute, bool) {
	if len(names) == 1 {
		found, ok := b.Attributes[names[0]]
		return found, ok
	}
	if inner, ok := b.BlockTypes[names[0]]; ok {
		return inner.Block.attributeAt(names[1:])
	}
	return attribute{}, false
}

// nestedAt is the block of that name, however deep.
func (b block) nestedAt(names []string) (nestedBlock, bool) {
	found, ok := b.BlockTypes[names[0]]
	if !ok || len(names) == 1 {
		return found, ok
	}
	return found.Block.nestedAt(names[1:])
}
