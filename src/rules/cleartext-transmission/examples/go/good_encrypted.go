package clients

import (
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

func prices() (*http.Response, error) {
	return http.Get("https://prices.example.com/today")
}

func local() (*http.Response, error) {
	return http.Get("http://localhost:8080/health")
}

func server(files credentials.TransportCredentials) *grpc.Server {
	return grpc.NewServer(grpc.Creds(files))
}
