package main

import (
	"fmt"
	"strings"

	"github.com/Masterminds/semver/v3"
)

func checkVersions(asked request) (answer, error) {
	switch asked.Mode {
	case "compare":
		first, err := semver.NewVersion(string(asked.Text))
		if err != nil {
			return answer{}, err
		}
		second, err := semver.NewVersion(string(asked.Second))
		if err != nil {
			return answer{}, err
		}
		return answer{Output: []byte(fmt.Sprint(first.Compare(second)))}, nil
	case "check":
		constraint, err := semver.NewConstraint(string(asked.Text))
		if err != nil {
			return answer{}, err
		}
		version, err := semver.NewVersion(string(asked.Second))
		if err != nil {
			return answer{}, err
		}
		lines := []string{fmt.Sprint(constraint.Check(version))}
		_, violations := constraint.Validate(version)
		for _, violation := range violations {
			lines = append(lines, violation.Error())
		}
		return answer{Output: []byte(strings.Join(lines, "\n"))}, nil
	}
	read := semver.NewVersion
	if asked.Mode == "strict" {
		read = semver.StrictNewVersion
	}
	version, err := read(string(asked.Text))
	if err != nil {
		return answer{}, err
	}
	parts := []string{
		version.String(), version.Original(), version.Prerelease(), version.Metadata(),
		fmt.Sprint(version.Major()), fmt.Sprint(version.Minor()), fmt.Sprint(version.Patch()),
	}
	return answer{Output: []byte(strings.Join(parts, "\n"))}, nil
}
