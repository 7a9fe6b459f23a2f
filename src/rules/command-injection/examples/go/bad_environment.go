package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
)

var name = flag.String("name", "", "what to look for")

func main() {
	flag.Parse()
	editor := os.Getenv("EDITOR")
	if editor != "" {
		exec.Command(editor, "notes.txt").Run() // assay: command-injection
	}
	command := fmt.Sprintf("find . -name %s", *name)
	defer exec.Command("bash", "-c", command).Wait() // assay: command-injection
}
