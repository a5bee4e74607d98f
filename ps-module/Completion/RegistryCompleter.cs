using System;

namespace EcrLogin.Completion;

/// <summary>Completes the hosts of ECR.</summary>
internal sealed class RegistryCompleter() : HostCompleter(static host =>
    host.IndexOf(".dkr.ecr", StringComparison.OrdinalIgnoreCase) > 0
    || host.IndexOf(".dkr-ecr", StringComparison.OrdinalIgnoreCase) > 0
    || host.IndexOf("ecr.aws", StringComparison.OrdinalIgnoreCase) > 0
    || host.StartsWith("ecr-public.", StringComparison.OrdinalIgnoreCase));
