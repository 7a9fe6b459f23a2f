package tools

import (
	"os/exec"

	"github.com/gofiber/fiber/v2"
)

type job struct {
	Program string `json:"program"`
	Options []string
}

func (j job) start() error {
	return exec.Command(j.Program, j.Options...).Start() // assay: command-injection
}

func jobs(c *fiber.Ctx) error {
	var wanted job
	if err := c.BodyParser(&wanted); err != nil {
		return err
	}
	return wanted.start()
}
