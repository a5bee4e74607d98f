using System;
using System.Linq;
using EcrLogin.Errors;

namespace EcrLogin;

/// <summary>Why a command of EcrLogin failed.</summary>
public sealed class EcrLoginException : InvalidOperationException
{
    internal EcrLoginException(Failure failure, Exception? inner = null)
        : base(PlainText.OfMessage($"{failure.Message} {failure.Hint}".TrimEnd()), inner)
    {
        Failure = failure;
        Data["AwsCode"] = AwsCode;
        Data["RequestId"] = RequestId;
        Data["HttpStatus"] = HttpStatus;
        Data["Retryable"] = Retryable;
        Data["Details"] = failure.Details.ToArray();
    }

    internal EcrLoginException(string code, string message, string? hint = null)
        : this(new Failure(code, message, hint))
    {
    }

    /// <summary>The code of the error, such as NoRegion; it is the middle of FullyQualifiedErrorId too.</summary>
    public string Code => Failure.Code;

    /// <summary>The code that the service gave, where it was the service that refused.</summary>
    public string? AwsCode => Failure.AwsCode;

    /// <summary>The id under which AWS knows the request, where there was one.</summary>
    public string? RequestId => Failure.RequestId;

    /// <summary>The HTTP status of the service's answer, where there was one.</summary>
    public int? HttpStatus => Failure.HttpStatus;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool Retryable => Failure.Retryable;

    internal Failure Failure { get; }
}
