package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// row is a list of values that stand beside each other in a test file: a line of a table, or the arguments of a call.
// What cannot be read off the source (a variable, another type) is absent: its place holds {"other":…}.
type row struct {
	Values []any `json:"values"`
}

// readCases reads the test files of a project: of the module that Text names, below the folder Second.
func readCases(asked request) (answer, error) {
	folder, err := projectFolder(asked.Module, string(asked.Text))
	if err != nil {
		return answer{}, err
	}
	pattern := filepath.Join(folder, filepath.FromSlash(string(asked.Second)), "*_test.go")
	files, err := filepath.Glob(pattern)
	if err != nil {
		return answer{}, err
	}
	sort.Strings(files)
	var given answer
	for _, name := range files {
		rows, err := readFile(name)
		if err != nil {
			return answer{}, err
		}
		given.Cases = append(given.Cases, rows...)
	}
	if len(given.Cases) == 0 {
		return answer{}, fmt.Errorf("no cases in %s", pattern)
	}
	return given, nil
}

// projectFolder is where the toolchain or the module cache has a module's source.
func projectFolder(module, name string) (string, error) {
	var command *exec.Cmd
	if name == "std" {
		command = exec.Command("go", "env", "GOROOT")
	} else {
		command = exec.Command("go", "mod", "download", "-json", name)
	}
	command.Dir = module
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%v: %w", command.Args, err)
	}
	if name == "std" {
		return filepath.Join(strings.TrimSpace(string(output)), "src"), nil
	}
	var found struct{ Dir string }
	err = json.Unmarshal(output, &found)
	return found.Dir, err
}

func readFile(name string) ([]row, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var rows []row
	ast.Inspect(file, func(node ast.Node) bool {
		var items []ast.Expr
		switch node := node.(type) {
		case *ast.ValueSpec:
			items = node.Values
		case *ast.AssignStmt:
			items = node.Rhs
		case *ast.CallExpr:
			items = node.Args
		case *ast.CompositeLit:
			items = node.Elts
		case *ast.KeyValueExpr:
			items = []ast.Expr{node.Key, node.Value}
		}
		if len(items) > 0 {
			var found row
			for _, item := range items {
				if pair, is := item.(*ast.KeyValueExpr); is {
					item = pair.Value
				}
				value, known := constant(item)
				if known {
					found.Values = append(found.Values, writeValue(value))
				} else {
					found.Values = append(found.Values, tagged{"other": ""})
				}
			}
			rows = append(rows, found)
		}
		return true
	})
	return rows, nil
}

// constant is the value of an expression that needs nothing but itself.
func constant(expression ast.Expr) (any, bool) {
	switch expression := expression.(type) {
	case *ast.ParenExpr:
		return constant(expression.X)
	case *ast.BasicLit:
		return literal(expression)
	case *ast.Ident:
		switch expression.Name {
		case "true":
			return true, true
		case "false":
			return false, true
		case "nil":
			return nil, true
		}
	case *ast.UnaryExpr:
		value, known := constant(expression.X)
		if number, is := value.(int); known && is && expression.Op == token.SUB {
			return -number, true
		}
		if number, is := value.(float64); known && is && expression.Op == token.SUB {
			return -number, true
		}
	case *ast.BinaryExpr:
		left, known := constant(expression.X)
		right, also := constant(expression.Y)
		first, is := left.(string)
		second, too := right.(string)
		if known && also && is && too && expression.Op == token.ADD {
			return first + second, true
		}
	case *ast.CallExpr:
		return conversion(expression)
	case *ast.CompositeLit:
		return composite(expression)
	}
	return nil, false
}

func literal(expression *ast.BasicLit) (any, bool) {
	switch expression.Kind {
	case token.STRING:
		text, err := strconv.Unquote(expression.Value)
		return text, err == nil
	case token.INT:
		number, err := strconv.ParseInt(expression.Value, 0, 64)
		return int(number), err == nil
	case token.FLOAT:
		number, err := strconv.ParseFloat(expression.Value, 64)
		return number, err == nil
	}
	return nil, false
}

// conversion is `int64(5)`, `[]byte("x")`, `strings.Repeat("x", 5)`.
func conversion(call *ast.CallExpr) (any, bool) {
	arguments := make([]any, 0, len(call.Args))
	for _, argument := range call.Args {
		value, known := constant(argument)
		if !known {
			return nil, false
		}
		arguments = append(arguments, value)
	}
	name := typeName(call.Fun)
	if name == "strings.Repeat" && len(arguments) == 2 {
		text, is := arguments[0].(string)
		count, too := arguments[1].(int)
		if is && too && count >= 0 && len(text)*count < 1<<20 {
			return strings.Repeat(text, count), true
		}
	}
	if len(arguments) != 1 {
		return nil, false
	}
	switch value := arguments[0].(type) {
	case string:
		switch name {
		case "string":
			return value, true
		case "[]byte":
			return []byte(value), true
		}
	case int:
		switch name {
		case "int":
			return value, true
		case "int32":
			return int32(value), true
		case "int64":
			return int64(value), true
		case "uint":
			return uint(value), true
		case "uint64":
			return uint64(value), true
		case "float64":
			return float64(value), true
		}
	case float64:
		if name == "float64" {
			return value, true
		}
	}
	return nil, false
}

func typeName(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression.Name
	case *ast.SelectorExpr:
		return typeName(expression.X) + "." + expression.Sel.Name
	case *ast.ArrayType:
		if expression.Len == nil {
			return "[]" + typeName(expression.Elt)
		}
	case *ast.MapType:
		return "map[" + typeName(expression.Key) + "]" + typeName(expression.Value)
	case *ast.InterfaceType:
		if len(expression.Methods.List) == 0 {
			return "any"
		}
	}
	return "?"
}

func composite(expression *ast.CompositeLit) (any, bool) {
	switch typeName(expression.Type) {
	case "[]any":
		return list[any](expression)
	case "[]string":
		return list[string](expression)
	case "[]int":
		return list[int](expression)
	case "map[string]any", "map[any]any", "M":
		return dictionary[any](expression)
	case "map[string]string":
		return dictionary[string](expression)
	case "map[string]int":
		return dictionary[int](expression)
	}
	return nil, false
}

func list[T any](expression *ast.CompositeLit) (any, bool) {
	items := []T{}
	for _, element := range expression.Elts {
		value, known := constant(element)
		item, is := value.(T)
		if !known || !is && value != nil {
			return nil, false
		}
		items = append(items, item)
	}
	return items, true
}

func dictionary[T any](expression *ast.CompositeLit) (any, bool) {
	entries := map[string]T{}
	for _, element := range expression.Elts {
		pair, is := element.(*ast.KeyValueExpr)
		if !is {
			return nil, false
		}
		name, known := constant(pair.Key)
		key, text := name.(string)
		value, also := constant(pair.Value)
		item, fits := value.(T)
		if !known || !text || !also || !fits && value != nil {
			return nil, false
		}
		entries[key] = item
	}
	return entries, true
}
