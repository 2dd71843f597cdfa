// Writes categories.rs, scripts.rs, aliases.rs and orbits.rs, here, from the tables of Go's packages unicode and
// regexp/syntax:
//
//	go run tables.go
package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const perLine = 24

func main() {
	classes("categories.rs", "The general categories of Unicode.", "CATEGORIES", unicode.Categories)
	classes("scripts.rs", "The scripts of Unicode.", "SCRIPTS", unicode.Scripts)
	aliases()
	orbits()
}

func classes(file, title, name string, tables map[string]*unicode.RangeTable) {
	var lines []string
	for key, table := range tables {
		if known(key) {
			lines = append(lines, fmt.Sprintf("    (%q, %q),\n", canonical(key), ranges(table)))
		}
	}
	slices.Sort(lines)
	write(file, fmt.Sprintf("//! %s\n\n/// Each name as Go looks for it, and its code points in hexadecimal. Sorted by name. Taken from Go 1.26, which knows\n"+
		"/// Unicode %s.\n#[rustfmt::skip]\npub(super) const %s: &[(&str, &str)] = &[\n%s];\n", title, unicode.Version, name, strings.Join(lines, "")))
}

func aliases() {
	seen := map[string]bool{}
	var lines []string
	for alias, actual := range unicode.CategoryAliases {
		if key := canonical(alias); !seen[key] {
			seen[key] = true
			lines = append(lines, fmt.Sprintf("    (%q, %q),\n", key, canonical(actual)))
		}
	}
	slices.Sort(lines)
	write("aliases.rs", "//! Long names of the general categories.\n\n/// Each name as Go looks for it, and the category's own. Sorted by name.\n"+
		"#[rustfmt::skip]\npub(super) const ALIASES: &[(&str, &str)] = &[\n"+strings.Join(lines, "")+"];\n")
}

func orbits() {
	var sets []string
	for r := rune(0); r <= unicode.MaxRune; r++ {
		orbit := []rune{r}
		for s := unicode.SimpleFold(r); s != r; s = unicode.SimpleFold(s) {
			orbit = append(orbit, s)
		}
		if len(orbit) > 1 && slices.Min(orbit) == r {
			slices.Sort(orbit)
			sets = append(sets, string(orbit))
		}
	}
	var lines []string
	for chunk := range slices.Chunk(sets, perLine) {
		lines = append(lines, "    "+strings.Join(chunk, " "))
	}
	write("orbits.rs", fmt.Sprintf("//! Which characters are the same but for their case.\n\n/// Sets of characters that fold into each other (`unicode.SimpleFold`), each sorted, separated by spaces. Taken from\n"+
		"/// Go 1.26, which knows Unicode %s.\n#[rustfmt::skip]\npub(super) const ORBITS: &str = \"\\\n%s\";\n", unicode.Version, strings.Join(lines, " \\\n")))
}

// known tells whether an expression can name the class: Go finds no name that has an underscore.
func known(name string) bool {
	_, err := regexp.Compile(`\p{` + name + `}`)
	return err == nil
}

// canonical is the name as regexp/syntax looks for it.
func canonical(name string) string {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
	return strings.ToUpper(name[:1]) + name[1:]
}

func ranges(table *unicode.RangeTable) string {
	var out []string
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(table, r) {
			continue
		}
		first := r
		for r < unicode.MaxRune && unicode.Is(table, r+1) {
			r++
		}
		if first == r {
			out = append(out, fmt.Sprintf("%x", r))
		} else {
			out = append(out, fmt.Sprintf("%x-%x", first, r))
		}
	}
	return strings.Join(out, " ")
}

func write(file, text string) {
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		panic(err)
	}
}
