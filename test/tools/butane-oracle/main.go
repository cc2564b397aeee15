// Package main answers what the real Butane and Ignition say about many configs, in one process.
//
//	butane-oracle                                    a case or a list of cases a line in, its answer or answers a line out
//	butane-oracle measure [-seconds N] [-warm-up N] FILE…   how many translations of the files a second, each second on its own
//
// It calls what `butane` and `ignition-validate` call, github.com/coreos/butane/config.TranslateBytes and
// github.com/coreos/ignition/v2/config.Parse, of the versions that go.mod pins. See README.md for cases and answers.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("butane-oracle: ")
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 0:
		err = serve(os.Stdin, os.Stdout)
	case args[0] == "measure":
		err = measure(args[1:], os.Stdout)
	default:
		log.Printf("unknown arguments %q", args)
		os.Exit(2)
	}
	if err != nil {
		log.Fatal(err)
	}
}
