package auth

import (
	"net/smtp"

	"github.com/go-redis/redis/v8"
)

type config struct {
	MailPassword  string
	StorePassword string
}

func connect(c *config) (smtp.Auth, *redis.Client) {
	store := redis.NewClient(&redis.Options{Addr: "localhost:6379", Password: c.StorePassword})
	return smtp.PlainAuth("", "office", c.MailPassword, "mail.example.com"), store
}
