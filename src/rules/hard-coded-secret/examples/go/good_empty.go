package auth

import (
	"os"

	"github.com/go-redis/redis/v8"
	"github.com/golang-jwt/jwt/v5"
)

func store() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: "localhost:6379", Password: ""})
}

func issue(token *jwt.Token) (string, error) {
	key, err := os.ReadFile("key.bin")
	if err != nil {
		return "", err
	}
	return token.SignedString(key)
}
