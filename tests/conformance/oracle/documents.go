package main

import (
	"bytes"

	"github.com/BurntSushi/toml"
	yamlv3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

func encodeYAML(asked request) (answer, error) {
	value, err := readValue(asked.Value)
	if err != nil {
		panic(err)
	}
	if asked.Mode == "pretty" {
		// As Helm's toYamlPretty (pkg/engine/funcs.go).
		var output bytes.Buffer
		encoder := yamlv3.NewEncoder(&output)
		encoder.SetIndent(2)
		err := encoder.Encode(value)
		return answer{Output: output.Bytes()}, err
	}
	output, err := yaml.Marshal(value)
	return answer{Output: output}, err
}

func decodeYAML(asked request) (answer, error) {
	switch asked.Mode {
	case "map":
		read := map[string]any{}
		err := yaml.Unmarshal(asked.Text, &read)
		return answer{Value: writeValue(read)}, err
	case "list":
		read := []any{}
		err := yaml.Unmarshal(asked.Text, &read)
		return answer{Value: writeValue(read)}, err
	case "json":
		output, err := yaml.YAMLToJSON(asked.Text)
		return answer{Output: output}, err
	case "strict":
		output, err := yaml.YAMLToJSONStrict(asked.Text)
		return answer{Output: output}, err
	}
	var read any
	err := yaml.Unmarshal(asked.Text, &read)
	return answer{Value: writeValue(read)}, err
}

func encodeTOML(asked request) (answer, error) {
	value, err := readValue(asked.Value)
	if err != nil {
		panic(err)
	}
	var output bytes.Buffer
	err = toml.NewEncoder(&output).Encode(value)
	return answer{Output: output.Bytes()}, err
}

func decodeTOML(asked request) (answer, error) {
	read := map[string]any{}
	err := toml.Unmarshal(asked.Text, &read)
	return answer{Value: writeValue(read)}, err
}
