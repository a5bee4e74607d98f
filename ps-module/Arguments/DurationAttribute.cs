using System;
using System.Globalization;
using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>
/// Takes a time such as 00:30. A bare number is refused: PowerShell takes it for ticks, and the text of one for days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrapped.Value(inputData) switch
    {
        TimeSpan { Ticks: >= 0 } time => time,
        string text when text.Contains(":") && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero => time,
        _ => throw new ArgumentTransformationMetadataException("It takes a time such as 00:30, hours and minutes, or 1.00:00 for a day, or what New-TimeSpan gives."),
    };
}
