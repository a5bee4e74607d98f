using System.Collections.Generic;

namespace EcrLogin.Arguments;

/// <summary>Registries that are asked for together, in the order given; none means the one that goes without a name.</summary>
/// <typeparam name="T">What they have in common.</typeparam>
internal sealed record RegistryGroup<T>(T Common, List<object> Names);
