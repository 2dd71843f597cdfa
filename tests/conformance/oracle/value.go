package main

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
)

// Values travel with their Go types: {"int":"5"}, {"string":"<base64>"}, {"map":[["<base64>",…],…]}; null is nil.
// A float64 is the hexadecimal of its bits. Maps are lists of pairs, sorted by key.

func readValue(text json.RawMessage) (any, error) {
	if len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	var tagged map[string]json.RawMessage
	if err := json.Unmarshal(text, &tagged); err != nil {
		return nil, err
	}
	for tag, content := range tagged {
		return readTagged(tag, content)
	}
	return nil, fmt.Errorf("a value without a type")
}

func readTagged(tag string, content json.RawMessage) (any, error) {
	switch tag {
	case "bool":
		return read[bool](content)
	case "string":
		text, err := read[[]byte](content)
		return string(text), err
	case "bytes":
		return read[[]byte](content)
	case "list":
		return readList[any](content)
	case "strings":
		return readList[string](content)
	case "ints":
		return readList[int](content)
	case "map":
		return readMap[any](content)
	case "string_map":
		return readMap[string](content)
	case "int_map":
		return readMap[int](content)
	}
	digits, err := read[string](content)
	if err != nil {
		return nil, err
	}
	switch tag {
	case "int":
		number, err := strconv.ParseInt(digits, 10, 64)
		return int(number), err
	case "int32":
		number, err := strconv.ParseInt(digits, 10, 32)
		return int32(number), err
	case "int64":
		return strconv.ParseInt(digits, 10, 64)
	case "uint":
		number, err := strconv.ParseUint(digits, 10, 64)
		return uint(number), err
	case "uint8":
		number, err := strconv.ParseUint(digits, 10, 8)
		return uint8(number), err
	case "uint64":
		return strconv.ParseUint(digits, 10, 64)
	case "float64":
		bits, err := strconv.ParseUint(digits, 16, 64)
		return math.Float64frombits(bits), err
	}
	return nil, fmt.Errorf("no such type: %s", tag)
}

func read[T any](text json.RawMessage) (T, error) {
	var value T
	err := json.Unmarshal(text, &value)
	return value, err
}

// typed gives the zero value for nil.
func typed[T any](value any) T {
	item, _ := value.(T)
	return item
}

func readList[T any](text json.RawMessage) (any, error) {
	items, err := read[[]json.RawMessage](text)
	if err != nil {
		return nil, err
	}
	list := make([]T, 0, len(items))
	for _, item := range items {
		value, err := readValue(item)
		if err != nil {
			return nil, err
		}
		list = append(list, typed[T](value))
	}
	return list, nil
}

func readMap[T any](text json.RawMessage) (any, error) {
	entries, err := read[[][2]json.RawMessage](text)
	if err != nil {
		return nil, err
	}
	result := map[string]T{}
	for _, entry := range entries {
		key, err := read[[]byte](entry[0])
		if err != nil {
			return nil, err
		}
		value, err := readValue(entry[1])
		if err != nil {
			return nil, err
		}
		result[string(key)] = typed[T](value)
	}
	return result, nil
}

type tagged map[string]any

// writeValue is the other way. A type that templates never see is named.
func writeValue(value any) any {
	switch value := value.(type) {
	case nil:
		return nil
	case bool:
		return tagged{"bool": value}
	case int:
		return tagged{"int": strconv.Itoa(value)}
	case int32:
		return tagged{"int32": strconv.FormatInt(int64(value), 10)}
	case int64:
		return tagged{"int64": strconv.FormatInt(value, 10)}
	case uint:
		return tagged{"uint": strconv.FormatUint(uint64(value), 10)}
	case uint8:
		return tagged{"uint8": strconv.FormatUint(uint64(value), 10)}
	case uint64:
		return tagged{"uint64": strconv.FormatUint(value, 10)}
	case float64:
		return tagged{"float64": fmt.Sprintf("%016x", math.Float64bits(value))}
	case string:
		return tagged{"string": []byte(value)}
	case []byte:
		return tagged{"bytes": value}
	case []any:
		return tagged{"list": writeList(value)}
	case []string:
		return tagged{"strings": writeList(value)}
	case []int:
		return tagged{"ints": writeList(value)}
	case map[string]any:
		return tagged{"map": writeMap(value)}
	case map[string]string:
		return tagged{"string_map": writeMap(value)}
	case map[string]int:
		return tagged{"int_map": writeMap(value)}
	}
	return tagged{"other": fmt.Sprintf("%T", value)}
}

func writeList[T any](items []T) []any {
	written := make([]any, 0, len(items))
	for _, item := range items {
		written = append(written, writeValue(item))
	}
	return written
}

func writeMap[T any](entries map[string]T) [][2]any {
	keys := make([]string, 0, len(entries))
	for key := range entries {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	written := make([][2]any, 0, len(keys))
	for _, key := range keys {
		written = append(written, [2]any{[]byte(key), writeValue(entries[key])})
	}
	return written
}
