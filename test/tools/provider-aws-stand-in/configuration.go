package main

import (
	"os"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// configuration is what the provider's block has to say: which region, and the tags that go on everything.
type configuration struct {
	region      tftypes.Value
	defaultTags tftypes.Value
}

var stringMap = tftypes.Map{ElementType: tftypes.String}

func newConfiguration(config tftypes.Value) configuration {
	result := configuration{defaultTags: tftypes.NewValue(stringMap, map[string]tftypes.Value{})}
	result.region, _ = child(config, "region")
	if result.region.IsNull() {
		for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
			if region := os.Getenv(name); region != "" {
				result.region = tftypes.NewValue(tftypes.String, region)
				break
			}
		}
	}
	if blocks, ok := child(config, "default_tags"); ok && blocks.IsKnown() && !isEmpty(blocks) {
		if tags, ok := child(as[[]tftypes.Value](blocks)[0], "tags"); ok && !tags.IsNull() {
			result.defaultTags = tags
		}
	}
	return result
}

// value is what a resource takes over from the provider's block.
func (c configuration) value(name string, resource map[string]tftypes.Value) tftypes.Value {
	switch name {
	case "region":
		return c.region
	case "default_tags":
		return c.tagsAll(resource["tags"])
	}
	panic("schemas/behaviour.json: a resource takes over no " + name)
}

// tagsAll is what a resource is tagged with in the end. It is unknown as long as one of the tags is.
func (c configuration) tagsAll(tags tftypes.Value) tftypes.Value {
	if !tags.IsFullyKnown() || !c.defaultTags.IsFullyKnown() {
		return tftypes.NewValue(stringMap, tftypes.UnknownValue)
	}
	all := map[string]tftypes.Value{}
	for _, some := range []tftypes.Value{c.defaultTags, tags} {
		if some.IsNull() {
			continue
		}
		for name, value := range as[map[string]tftypes.Value](some) {
			all[name] = value
		}
	}
	return tftypes.NewValue(stringMap, all)
}
