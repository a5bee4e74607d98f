namespace EcrLogin.Completion;

/// <summary>Completes the names of AWS Regions.</summary>
internal sealed class RegionCompleter() : NameCompleter("regions");
