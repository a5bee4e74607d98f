using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>
/// A switch that is given as $null is off, as in a function. PowerShell takes it for on in a compiled command: an empty
/// variable would then turn the check of certificates off.
/// </summary>
[System.AttributeUsage(System.AttributeTargets.Property)]
internal sealed class NullIsOffAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null ? new SwitchParameter(false) : inputData;
}
