package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

// second is what one second of measuring gave.
type second struct {
	Translations int     `json:"translations"`
	PerSecond    float64 `json:"perSecond"`
}

// measure translates the files one after another and over again, on one goroutine, and prints each second after the warm-up.
func measure(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	seconds := flags.Int("seconds", 5, "for how long to measure, in `seconds`")
	warmUp := flags.Int("warm-up", 1, "for how long to translate before, in `seconds`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	questions := make([]question, flags.NArg())
	for i, file := range flags.Args() {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		questions[i] = question{Text: text}
		if _, _, err := questions[i].translate(); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	if len(questions) == 0 {
		return fmt.Errorf("name at least one file to translate")
	}
	encoder := json.NewEncoder(out)
	next := 0
	for i := 0; i < *warmUp+*seconds; i++ {
		one := second{}
		begin := time.Now()
		for time.Since(begin) < time.Second {
			_, _, _ = questions[next].translate()
			next = (next + 1) % len(questions)
			one.Translations++
		}
		one.PerSecond = float64(one.Translations) / time.Since(begin).Seconds()
		if i < *warmUp {
			continue
		}
		if err := encoder.Encode(one); err != nil {
			return err
		}
	}
	return nil
}
