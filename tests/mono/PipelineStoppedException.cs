namespace System.Management.Automation;

/// <summary>Stands in for PowerShell's, the one type of PowerShell that the Engine folder uses.</summary>
public sealed class PipelineStoppedException : Exception;
