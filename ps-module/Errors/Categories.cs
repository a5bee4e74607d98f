using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace EcrLogin.Errors;

/// <summary>The category of each error code.</summary>
internal static class Categories
{
    private static readonly Dictionary<string, ErrorCategory> byCode = new(StringComparer.Ordinal)
    {
        ["AccessDenied"] = ErrorCategory.PermissionDenied,
        ["AnswerTooLarge"] = ErrorCategory.LimitsExceeded,
        ["ClientConfigInvalid"] = ErrorCategory.InvalidData,
        ["ClockSkew"] = ErrorCategory.AuthenticationError,
        ["ConnectionFailed"] = ErrorCategory.ConnectionError,
        ["ConnectionRefused"] = ErrorCategory.ConnectionError,
        ["ConnectTimeout"] = ErrorCategory.OperationTimeout,
        ["CredentialsFailed"] = ErrorCategory.AuthenticationError,
        ["CredentialStoreFailed"] = ErrorCategory.ResourceUnavailable,
        ["CredentialStoreMissing"] = ErrorCategory.ObjectNotFound,
        ["DnsFailed"] = ErrorCategory.ConnectionError,
        ["ExpiredToken"] = ErrorCategory.AuthenticationError,
        ["Forked"] = ErrorCategory.InvalidOperation,
        ["Internal"] = ErrorCategory.NotSpecified,
        ["InvalidAnswer"] = ErrorCategory.InvalidData,
        ["InvalidCABundle"] = ErrorCategory.InvalidData,
        ["InvalidConfigFile"] = ErrorCategory.InvalidData,
        ["InvalidCredential"] = ErrorCategory.InvalidArgument,
        ["InvalidParameter"] = ErrorCategory.InvalidArgument,
        ["InvalidRegion"] = ErrorCategory.InvalidArgument,
        ["InvalidRegistryId"] = ErrorCategory.InvalidArgument,
        ["InvalidRegistryIdType"] = ErrorCategory.InvalidArgument,
        ["InvalidRegistryName"] = ErrorCategory.InvalidArgument,
        ["InvalidRegistryMap"] = ErrorCategory.InvalidData,
        ["InvalidRequest"] = ErrorCategory.InvalidOperation,
        ["InvalidSecretType"] = ErrorCategory.InvalidArgument,
        ["InvalidServiceParameter"] = ErrorCategory.InvalidArgument,
        ["InvalidSignature"] = ErrorCategory.AuthenticationError,
        ["InvalidToken"] = ErrorCategory.InvalidData,
        ["LibraryNotFound"] = ErrorCategory.ObjectNotFound,
        ["LoginNotKept"] = ErrorCategory.InvalidResult,
        ["LoginRefused"] = ErrorCategory.AuthenticationError,
        ["MfaCodeInvalid"] = ErrorCategory.AuthenticationError,
        ["MfaCodeRequired"] = ErrorCategory.AuthenticationError,
        ["MissingEndpoint"] = ErrorCategory.InvalidData,
        ["MissingRegistry"] = ErrorCategory.ObjectNotFound,
        ["MissingToken"] = ErrorCategory.InvalidData,
        ["NoAuthorizationData"] = ErrorCategory.InvalidData,
        ["NoCredentials"] = ErrorCategory.AuthenticationError,
        ["NoRegion"] = ErrorCategory.InvalidArgument,
        ["ProfileNotFound"] = ErrorCategory.ObjectNotFound,
        ["ProxyFailed"] = ErrorCategory.ConnectionError,
        ["ReadTimeout"] = ErrorCategory.OperationTimeout,
        ["RegionMismatch"] = ErrorCategory.InvalidArgument,
        ["RemoteFailed"] = ErrorCategory.InvalidResult,
        ["RequestTooLarge"] = ErrorCategory.LimitsExceeded,
        ["RuntimeUnavailable"] = ErrorCategory.ResourceUnavailable,
        ["SamlSignInFailed"] = ErrorCategory.AuthenticationError,
        ["SecretTooLarge"] = ErrorCategory.LimitsExceeded,
        ["ServiceError"] = ErrorCategory.ResourceUnavailable,
        ["SessionUnavailable"] = ErrorCategory.ResourceUnavailable,
        ["SsoTokenExpired"] = ErrorCategory.AuthenticationError,
        ["StillLoggedIn"] = ErrorCategory.InvalidResult,
        ["Throttled"] = ErrorCategory.LimitsExceeded,
        ["TlsFailed"] = ErrorCategory.SecurityError,
        ["ToolFailed"] = ErrorCategory.InvalidResult,
        ["ToolNotFound"] = ErrorCategory.ObjectNotFound,
        ["ToolTimeout"] = ErrorCategory.OperationTimeout,
        ["TooManyCalls"] = ErrorCategory.LimitsExceeded,
        ["UnknownCall"] = ErrorCategory.InvalidOperation,
        ["UnrecognizedClient"] = ErrorCategory.AuthenticationError,
        ["UnsafeCommandValue"] = ErrorCategory.InvalidData,
        ["UnsafeEndpoint"] = ErrorCategory.InvalidData,
        ["UnsupportedPlatform"] = ErrorCategory.NotImplemented,
        ["UntrustedRegistryMap"] = ErrorCategory.SecurityError,
        ["VersionMismatch"] = ErrorCategory.InvalidOperation,
    };

    /// <summary>The category of a code; NotSpecified for one that is not known here.</summary>
    public static ErrorCategory Of(string code) => byCode.TryGetValue(code, out var category) ? category : ErrorCategory.NotSpecified;
}
