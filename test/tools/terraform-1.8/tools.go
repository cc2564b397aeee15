//go:build tools

// Package tools pins what `test/tools/build.mjs` builds from this folder.
package tools

import _ "github.com/hashicorp/terraform"
