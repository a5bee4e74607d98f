// Reads what is made for a kubelet with Kubernetes' own types, strictly, and matches images as a kubelet does.
//
//	kubelet request IMAGE [TOKEN ANNOTATION=VALUE...]   writes a CredentialProviderRequest
//	kubelet response                                    reads a CredentialProviderResponse, writes "TYPE SECONDS KEY USER PASSWORD"
//	kubelet config IMAGE...                             reads a CredentialProviderConfig, writes how many patterns match each
//	kubelet secret                                      reads a Secret, writes "NAMESPACE NAME HOST USER PASSWORD" a login
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/kubelet/config/v1"
	provider "k8s.io/kubelet/pkg/apis/credentialprovider/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("usage: kubelet request|response|config|secret")
	}
	if args[0] == "request" {
		return request(args[1:], out)
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	switch args[0] {
	case "response":
		return response(text, out)
	case "config":
		return config(text, args[1:], out)
	case "secret":
		return secret(text, out)
	}
	return fmt.Errorf("%s is unknown", args[0])
}

// As a kubelet's: an unknown or repeated field is an error.
func decoder() (*runtime.Scheme, serializer.CodecFactory) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{provider.AddToScheme, v1.AddToScheme, corev1.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	return scheme, serializer.NewCodecFactory(scheme, serializer.EnableStrict)
}

func decoded[T runtime.Object](text []byte) (T, error) {
	var none T
	_, codecs := decoder()
	object, _, err := codecs.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return none, err
	}
	typed, ok := object.(T)
	if !ok {
		return none, fmt.Errorf("it is a %T", object)
	}
	return typed, nil
}

func request(args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("there is no image")
	}
	asked := &provider.CredentialProviderRequest{Image: args[0]}
	if len(args) > 1 {
		asked.ServiceAccountToken = args[1]
		asked.ServiceAccountAnnotations = map[string]string{}
		for _, pair := range args[2:] {
			name, value, _ := strings.Cut(pair, "=")
			asked.ServiceAccountAnnotations[name] = value
		}
	}
	_, codecs := decoder()
	json, _ := runtime.SerializerInfoForMediaType(codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	return codecs.EncoderForVersion(json.Serializer, provider.SchemeGroupVersion).Encode(asked, out)
}

func response(text []byte, out io.Writer) error {
	answer, err := decoded[*provider.CredentialProviderResponse](text)
	if err != nil {
		return err
	}
	seconds := "none"
	if answer.CacheDuration != nil {
		seconds = fmt.Sprint(int64(answer.CacheDuration.Seconds()))
	}
	fmt.Fprintln(out, answer.CacheKeyType, seconds)
	for key, login := range answer.Auth {
		fmt.Fprintln(out, key, login.Username, login.Password)
	}
	return nil
}

func config(text []byte, images []string, out io.Writer) error {
	read, err := decoded[*v1.CredentialProviderConfig](text)
	if err != nil {
		return err
	}
	if len(read.Providers) != 1 {
		return fmt.Errorf("it has %d providers", len(read.Providers))
	}
	for _, image := range images {
		count := 0
		for _, pattern := range read.Providers[0].MatchImages {
			matches, err := credentialprovider.URLsMatchStr(pattern, image)
			if err != nil {
				return err
			}
			if matches {
				count++
			}
		}
		fmt.Fprintln(out, image, count)
	}
	return nil
}

func secret(text []byte, out io.Writer) error {
	read, err := decoded[*corev1.Secret](text)
	if err != nil {
		return err
	}
	if read.Type != corev1.SecretTypeDockerConfigJson {
		return fmt.Errorf("its type is %s", read.Type)
	}
	var logins credentialprovider.DockerConfigJSON
	if err := json.Unmarshal(read.Data[corev1.DockerConfigJsonKey], &logins); err != nil {
		return err
	}
	for host, login := range logins.Auths {
		fmt.Fprintln(out, read.Namespace, read.Name, host, login.Username, login.Password)
	}
	return nil
}
