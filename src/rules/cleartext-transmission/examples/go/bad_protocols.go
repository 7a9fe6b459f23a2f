package clients

import (
	"net/http"

	"github.com/go-resty/resty/v2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func prices() (*http.Response, error) {
	return http.Get("http://prices.acme.io/today") // assay: cleartext-transmission
}

func rates() (*resty.Response, error) {
	return resty.New().R().Get("http://rates.acme.io/today") // assay: cleartext-transmission
}

func connect(target string) (*grpc.ClientConn, error) {
	return grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials())) // assay: cleartext-transmission
}

func server() *grpc.Server {
	return grpc.NewServer() // assay: cleartext-transmission
}
