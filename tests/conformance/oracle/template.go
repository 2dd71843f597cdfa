package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

// sprigFunctions are those that Helm has: none that reads the machine.
func sprigFunctions() template.FuncMap {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	// Sprig gives these two in the order of Go's maps, which is another each time. Here it is that of the keys, so that
	// what is compared is the same in every run.
	functions["keys"] = func(dicts ...map[string]interface{}) []string {
		keys := []string{}
		for _, dict := range dicts {
			keys = append(keys, sortedKeys(dict)...)
		}
		return keys
	}
	functions["values"] = func(dict map[string]interface{}) []interface{} {
		values := []interface{}{}
		for _, key := range sortedKeys(dict) {
			values = append(values, dict[key])
		}
		return values
	}
	return functions
}

func sortedKeys(dict map[string]interface{}) []string {
	keys := make([]string, 0, len(dict))
	for key := range dict {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// plainFunctions stand for those that text/template's own tests call: what counts is how they may be called.
func plainFunctions() template.FuncMap {
	return template.FuncMap{
		"add": func(numbers ...int) int {
			sum := 0
			for _, number := range numbers {
				sum += number
			}
			return sum
		},
		"dddArg":    func(number int, texts ...string) string { return fmt.Sprintln(number, texts) },
		"die":       func() bool { panic("die") },
		"doPanic":   func() string { panic("custom panic string") },
		"echo":      func(value any) any { return value },
		"oneArg":    func(text string) string { return "oneArg=" + text },
		"returnInt": func() int { return 7 },
		"twoArgs":   func(first, second string) string { return "twoArgs=" + first + second },
		"typeOf":    func(value any) string { return fmt.Sprintf("%T", value) },
		"zeroArgs":  func() string { return "zeroArgs" },
		"makemap": func(texts ...string) map[string]string {
			if len(texts)%2 != 0 {
				panic("bad makemap")
			}
			made := map[string]string{}
			for index := 0; index < len(texts); index += 2 {
				made[texts[index]] = texts[index+1]
			}
			return made
		},
	}
}

func newTemplate(asked request) (*template.Template, error) {
	functions := plainFunctions()
	if asked.Mode == "sprig" {
		functions = sprigFunctions()
	}
	missing := asked.MissingKey
	if missing == "" {
		missing = "default"
	}
	root := template.New("root").Option("missingkey=" + missing).Funcs(functions)
	_, err := root.New("t").Parse(string(asked.Text))
	return root, err
}

func executeTemplate(asked request) (answer, error) {
	data, err := readValue(asked.Value)
	if err != nil {
		panic(err)
	}
	parsed, err := newTemplate(asked)
	if err != nil {
		return answer{}, err
	}
	var output bytes.Buffer
	err = parsed.ExecuteTemplate(&output, "t", data)
	return answer{Output: output.Bytes()}, err
}

// parseTemplate shows all templates of the text as text/template prints them.
func parseTemplate(asked request) (answer, error) {
	parsed, err := newTemplate(asked)
	if err != nil {
		return answer{}, err
	}
	var trees []string
	for _, defined := range parsed.Templates() {
		if defined.Tree != nil {
			trees = append(trees, defined.Name()+"\x00"+defined.Tree.Root.String()+"\x00")
		}
	}
	sort.Strings(trees)
	return answer{Output: []byte(strings.Join(trees, ""))}, nil
}

func format(asked request) (answer, error) {
	value, err := readValue(asked.Value)
	if err != nil {
		panic(err)
	}
	arguments := value.([]any)
	switch asked.Mode {
	case "print":
		return answer{Output: []byte(fmt.Sprint(arguments...))}, nil
	case "println":
		return answer{Output: []byte(fmt.Sprintln(arguments...))}, nil
	}
	return answer{Output: []byte(fmt.Sprintf(string(asked.Text), arguments...))}, nil
}
