package web

import (
	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
)

func login(c *gin.Context) {
	c.SetCookie("session", "1", 3600, "/", "example.com", true, true)
}

func remember(c *fiber.Ctx) error {
	c.Cookie(&fiber.Cookie{Name: "session", Secure: true, HTTPOnly: true})
	return nil
}
