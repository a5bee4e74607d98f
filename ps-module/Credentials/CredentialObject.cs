using System.Management.Automation;
using System.Reflection;
using EcrLogin.Arguments;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Credentials;

/// <summary>Objects that hold keys: a PSCredential, objects of the AWS SDK and AWS Tools, what STS gives, hashtables.</summary>
internal static class CredentialObject
{
    /// <summary>Puts the keys of an object into a request. The place says where the object came from.</summary>
    public static void AddTo(Request request, object source, string place)
    {
        var type = Unwrapped.TypeName(source);
        var keys = KeysOf(source, type, place);
        var accessKey = keys.AccessKey is null ? null : Unwrapped.Value(keys.AccessKey) as string;
        var secretKey = accessKey is { Length: > 0 } ? SecretValue.Of(keys.SecretKey, $"The secret key in {place}") : null;
        if (secretKey is null)
        {
            throw new EcrLoginException(
                "InvalidCredential",
                $"The {type} in {place} holds no access key and secret key.",
                "Give a PSCredential (access key and secret key), an AWS credentials object, or an object with AccessKey, SecretKey and SessionToken.");
        }
        request["credentials_source"] = place;
        request["access_key"] = accessKey;
        request["secret_key"] = secretKey;
        // Lasting keys have an empty token in objects of the SDK.
        request["session_token"] = SecretValue.Of(keys.SessionToken, $"The session token in {place}");
    }

    private static (object? AccessKey, object? SecretKey, object? SessionToken) KeysOf(object source, string type, string place)
    {
        var holder = Inner(source);
        if (Unwrapped.Value(holder) is PSCredential login)
            return (login.UserName, login.Password, null);
        if (Ask(holder, type, place) is not { } keys)
            return default;
        return (
            Unwrapped.Named(keys, "AccessKey", "AccessKeyId"),
            Unwrapped.Named(keys, "SecretKey", "SecretAccessKey"),
            Unwrapped.Named(keys, "SessionToken", "Token"));
    }

    private static object Inner(object source)
    {
        // What 'aws sts ... | ConvertFrom-Json' and Use-STSRole give holds the keys one level down.
        if (Unwrapped.Named(source, "Credentials") is { } inner)
            return inner;
        // AWS Tools wraps the SDK's object and shows it to itself only.
        var holder = Unwrapped.Value(source)!;
        var hidden = holder.GetType().GetProperty("Credentials", BindingFlags.Instance | BindingFlags.NonPublic);
        return hidden?.GetValue(holder) ?? source;
    }

    // The SDK's objects give their keys when asked, and may fetch them then.
    private static object? Ask(object holder, string type, string place)
    {
        if (PSObject.AsPSObject(holder).Methods["GetCredentials"] is not { } method)
            return holder;
        try
        {
            return method.Invoke();
        }
        catch (RuntimeException error)
        {
            var reason = PlainText.OfValue(error.GetBaseException().Message);
            throw new EcrLoginException(new Failure("InvalidCredential", $"The {type} in {place} gave no keys: {reason}"));
        }
    }
}
