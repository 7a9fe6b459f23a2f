package auth

import (
	"net/smtp"

	"github.com/go-redis/redis/v8"
)

func store() *redis.Client {
	return redis.NewClient(&redis.Options{ // assay: hard-coded-secret
		Addr:     "localhost:6379",
		Password: "wq8-Tz51-pp", // assay: hard-coded-secret
	})
}

func mail() smtp.Auth {
	return smtp.PlainAuth("", "office", "rT5-kk20-zz", "mail.example.com") // assay: hard-coded-secret
}
