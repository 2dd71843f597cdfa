// Writes tables.rs from the tables of Go's package unicode:
//
//	go run tables.go > tables.rs
package main

import (
	"fmt"
	"unicode"
)

func main() {
	fmt.Printf("//! Go's tables of Unicode %s. Written by `tables.go`; not edited by hand.\n\n", unicode.Version)
	fmt.Println("use super::{CaseRange, Range};")
	ranges("LETTER", "Letters (L).", unicode.L)
	ranges("UPPER", "Upper case letters (Lu).", unicode.Lu)
	ranges("LOWER", "Lower case letters (Ll).", unicode.Ll)
	ranges("TITLE", "Title case letters (Lt).", unicode.Lt)
	ranges("NUMBER", "Numbers (N).", unicode.N)
	ranges("DIGIT", "Decimal digits (Nd).", unicode.Nd)
	ranges("PUNCTUATION", "Punctuation (P).", unicode.P)
	ranges("MARK", "Marks (M).", unicode.M)
	ranges("SYMBOL", "Symbols (S).", unicode.S)
	fmt.Printf("\n/// Which letters change with the case, and by how much.\n#[rustfmt::skip]\npub(super) const CASES: [CaseRange; %d] = [", len(unicode.CaseRanges))
	for index, r := range unicode.CaseRanges {
		separate(index, 4)
		fmt.Printf("(0x%04X, 0x%04X, [%d, %d, %d]),", r.Lo, r.Hi, r.Delta[0], r.Delta[1], r.Delta[2])
	}
	fmt.Println("\n];")
}

func ranges(name, text string, table *unicode.RangeTable) {
	fmt.Printf("\n/// %s\n#[rustfmt::skip]\npub(super) const %s: [Range; %d] = [", text, name, len(table.R16)+len(table.R32))
	index := 0
	for _, r := range table.R16 {
		separate(index, 6)
		fmt.Printf("(0x%04X, 0x%04X, %d),", r.Lo, r.Hi, r.Stride)
		index++
	}
	for _, r := range table.R32 {
		separate(index, 6)
		fmt.Printf("(0x%04X, 0x%04X, %d),", r.Lo, r.Hi, r.Stride)
		index++
	}
	fmt.Println("\n];")
}

func separate(index, width int) {
	if index%width == 0 {
		fmt.Print("\n    ")
	} else {
		fmt.Print(" ")
	}
}
