package main

import (
	"helm.sh/helm/v4/pkg/strvals"
)

// parseStrvals reads a `--set` line of any kind into a map that may hold something already.
func parseStrvals(asked request) (answer, error) {
	value, err := readValue(asked.Value)
	if err != nil {
		panic(err)
	}
	target, _ := value.(map[string]any)
	if target == nil {
		target = map[string]any{}
	}
	line := string(asked.Text)
	switch asked.Mode {
	case "string":
		err = strvals.ParseIntoString(line, target)
	case "json":
		err = strvals.ParseJSON(line, target)
	case "literal":
		err = strvals.ParseLiteralInto(line, target)
	case "file":
		// Files whose content is their name.
		err = strvals.ParseIntoFile(line, target, func(name []rune) (any, error) { return string(name), nil })
	default:
		err = strvals.ParseInto(line, target)
	}
	return answer{Value: writeValue(target)}, err
}
