// Prints the table beside this directory: which API objects Kubernetes deprecates, since when, and for what.
//
// The source is k8s.io/api v0.36.1 (Apache-2.0), the version that Helm 4.2.4 is built with: the methods
// APILifecycleDeprecated, APILifecycleRemoved and APILifecycleReplacement in its zz_generated.prerelease-lifecycle.go
// files, of every type that client-go's scheme knows, as Helm's lint asks them.
//
//	go run . > ../table.txt
package main

import (
	"fmt"
	"sort"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kscheme "k8s.io/client-go/kubernetes/scheme"
)

func main() {
	scheme := runtime.NewScheme()
	if err := kscheme.AddToScheme(scheme); err != nil {
		panic(err)
	}
	var lines []string
	for kind := range scheme.AllKnownTypes() {
		object, err := scheme.New(kind)
		if err != nil {
			panic(err)
		}
		deprecated, ok := object.(interface{ APILifecycleDeprecated() (int, int) })
		if !ok {
			continue
		}
		since := version(deprecated.APILifecycleDeprecated())
		if since == "0.0" {
			continue
		}
		removed := "-"
		if object, ok := object.(interface{ APILifecycleRemoved() (int, int) }); ok {
			if found := version(object.APILifecycleRemoved()); found != "0.0" {
				removed = found
			}
		}
		replacement := "-"
		if object, ok := object.(interface {
			APILifecycleReplacement() schema.GroupVersionKind
		}); ok {
			if found := object.APILifecycleReplacement(); !found.Empty() {
				replacement = name(found)
			}
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s", name(kind), since, removed, replacement))
	}
	sort.Strings(lines)
	for _, line := range lines {
		fmt.Println(line)
	}
}

func name(kind schema.GroupVersionKind) string {
	return kind.GroupVersion().String() + " " + kind.Kind
}

func version(major, minor int) string {
	return fmt.Sprintf("%d.%d", major, minor)
}
