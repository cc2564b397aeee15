package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// serve answers line by line until the input ends. A line that is no case ends it: who writes such lines is mistaken about more than one of them.
func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	answers := bufio.NewWriter(out)
	encoder := json.NewEncoder(answers)
	encoder.SetEscapeHTML(false)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := answerLine(line, encoder); err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if err := answers.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func answerLine(line []byte, encoder *json.Encoder) error {
	if line[0] != '[' {
		var one question
		if err := json.Unmarshal(line, &one); err != nil {
			return err
		}
		return encoder.Encode(one.answer())
	}
	var batch []question
	if err := json.Unmarshal(line, &batch); err != nil {
		return err
	}
	answers := make([]answer, len(batch))
	for i, one := range batch {
		answers[i] = one.answer()
	}
	return encoder.Encode(answers)
}
