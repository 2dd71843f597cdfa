// Oracle answers what the real things do: Go's text/template and fmt, sprig, sigs.k8s.io/yaml, Helm's strvals,
// Masterminds' semver and BurntSushi's toml. A request is a line of JSON on standard input, its answer a line on
// standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// request is what is asked. Each operation reads the fields that it needs.
type request struct {
	Operation string `json:"operation"`
	// Text is a template, a format, a document, a `--set` line or a version.
	Text []byte `json:"text"`
	// Mode is the flavour of the operation.
	Mode string `json:"mode"`
	// Value is what a template, a format or an encoder works on.
	Value json.RawMessage `json:"value"`
	// Second is a second text: the version beside a constraint.
	Second []byte `json:"second"`
	// MissingKey is the template's option.
	MissingKey string `json:"missing_key"`
	// Module is the folder of this program's go.mod, for the test files of the modules in it.
	Module string `json:"module"`
}

// answer is what came out. Output may stand beside an error: what was written before it.
type answer struct {
	Output []byte `json:"output"`
	Value  any    `json:"value"`
	Error  string `json:"error"`
	// Panic is what the real thing died of.
	Panic string `json:"panic"`
	Cases []row  `json:"cases,omitempty"`
}

var operations = map[string]func(request) (answer, error){
	"template":    executeTemplate,
	"parse":       parseTemplate,
	"format":      format,
	"yaml_encode": encodeYAML,
	"yaml_decode": decodeYAML,
	"strvals":     parseStrvals,
	"semver":      checkVersions,
	"toml_encode": encodeTOML,
	"toml_decode": decodeTOML,
	"cases":       readCases,
}

func respond(asked request) (given answer) {
	defer func() {
		if cause := recover(); cause != nil {
			given = answer{Panic: fmt.Sprint(cause)}
		}
	}()
	operation, known := operations[asked.Operation]
	if !known {
		return answer{Panic: "no such operation: " + asked.Operation}
	}
	given, err := operation(asked)
	if err != nil {
		given.Error = err.Error()
	}
	return given
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if len(line) > 0 {
			var asked request
			if err := json.Unmarshal(line, &asked); err != nil {
				fmt.Fprintln(os.Stderr, "oracle: a request that cannot be read:", err)
				os.Exit(2)
			}
			if err := encoder.Encode(respond(asked)); err != nil {
				fmt.Fprintln(os.Stderr, "oracle:", err)
				os.Exit(2)
			}
			if err := output.Flush(); err != nil {
				os.Exit(2)
			}
		}
		if err != nil {
			return
		}
	}
}
