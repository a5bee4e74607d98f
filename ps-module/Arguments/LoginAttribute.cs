using System;
using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>
/// Takes a login, and for text asks for the password of that user, as PowerShell's own attribute does. Nothing stays nothing,
/// for which PowerShell would ask too: an empty cell of a table gives no login.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LoginAttribute : ArgumentTransformationAttribute
{
    private static readonly CredentialAttribute asking = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrapped.Value(inputData) is null or string { Length: 0 } ? null : asking.Transform(engineIntrinsics, inputData);
}
