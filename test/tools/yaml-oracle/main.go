// Package main says how gopkg.in/yaml.v3 reads many texts, in one process.
//
// In: a text a line, in base64. Out: for each a line of JSON with the tree of its first document (node), the error, or what Go panicked with.
// The tree is in the form of test/vectors/yaml.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

type answer struct {
	Node  any    `json:"node"`
	Error any    `json:"error,omitempty"`
	Panic string `json:"panic,omitempty"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("yaml-oracle: ")
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<30)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		text, err := base64.StdEncoding.DecodeString(in.Text())
		if err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(read(text)); err != nil {
			log.Fatal(err)
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}

func read(text []byte) (a answer) {
	defer func() {
		if reason := recover(); reason != nil {
			a = answer{Panic: fmt.Sprint(reason)}
		}
	}()
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return answer{Error: goString(err.Error())}
	}
	if len(document.Content) == 0 {
		return answer{}
	}
	return answer{Node: tree(document.Content[0])}
}

func tree(n *yaml.Node) []any {
	switch n.Kind {
	case yaml.AliasNode:
		return []any{"a", n.Value, n.Line, n.Column}
	case yaml.ScalarNode:
		return []any{"s", n.Tag, goString(n.Value), n.Line, n.Column, n.Style &^ yaml.TaggedStyle}
	}
	letter := "m"
	if n.Kind == yaml.SequenceNode {
		letter = "q"
	}
	children := make([]any, 0, len(n.Content))
	for _, child := range n.Content {
		children = append(children, tree(child))
	}
	return []any{letter, n.Tag, n.Line, n.Column, children}
}

// JSON has no bytes that are no UTF-8.
func goString(text string) any {
	if utf8.ValidString(text) {
		return text
	}
	return map[string]string{"b64": base64.StdEncoding.EncodeToString([]byte(text))}
}
