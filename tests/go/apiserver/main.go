// Answers as a cluster without a single object, out of what Kubernetes publishes of its own API with its source. Nothing can be
// written there.
//
//	apiserver    writes "listening on ADDRESS"
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	openapi "github.com/google/gnostic-models/openapiv2"
	"google.golang.org/protobuf/proto"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	return http.Serve(listener, http.HandlerFunc(serve))
}

func serve(out http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodGet {
		fail(out, http.StatusMethodNotAllowed, metav1.StatusReasonMethodNotAllowed, "nothing can be written here")
		return
	}
	kind, text, err := answer(request.URL.Path)
	switch {
	case os.IsNotExist(err):
		fail(out, http.StatusNotFound, metav1.StatusReasonNotFound, request.URL.Path+" is not there")
	case err != nil:
		fail(out, http.StatusInternalServerError, metav1.StatusReasonInternalError, err.Error())
	default:
		out.Header().Set("Content-Type", kind)
		out.Write(text)
	}
}

func answer(path string) (kind string, text []byte, err error) {
	if path == "/openapi/v2" {
		text, err = schema()
		return "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", text, err
	}
	name := strings.ReplaceAll(strings.Trim(path, "/"), "/", "__") + ".json"
	text, err = os.ReadFile(filepath.Join(published(), "discovery", name))
	return "application/json", text, err
}

// What each kind of object may hold, in the form that kubectl asks for.
func schema() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(published(), "openapi-spec", "swagger.json"))
	if err != nil {
		return nil, err
	}
	document, err := openapi.ParseDocument(text)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(document)
}

// The folder `api` of Kubernetes' source, which this program was compiled with.
func published() string {
	place := reflect.ValueOf(credentialprovider.URLsMatchStr).Pointer()
	file, _ := runtime.FuncForPC(place).FileLine(place)
	return filepath.Join(filepath.Dir(file), "..", "..", "api")
}

func fail(out http.ResponseWriter, code int, reason metav1.StatusReason, message string) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(code)
	json.NewEncoder(out).Encode(metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"},
		Status:   metav1.StatusFailure,
		Code:     int32(code),
		Reason:   reason,
		Message:  message,
	})
}
