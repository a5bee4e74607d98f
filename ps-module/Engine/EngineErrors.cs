using EcrLogin.Errors;

namespace EcrLogin.Engine;

/// <summary>The errors of an answer.</summary>
internal static class EngineErrors
{
    public static EcrLoginException Read(JsonObject error) => new(new Failure(
        error.Text("code") ?? "Internal",
        error.Text("message") ?? "The library failed and does not say why.",
        error.Text("hint"))
    {
        AwsCode = error.Text("aws_code"),
        RequestId = error.Text("request_id"),
        HttpStatus = (int?)error.Number("http_status"),
        Retryable = error.IsTrue("retryable"),
        Details = error.Texts("details"),
    });
}
