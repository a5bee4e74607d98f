using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>An object of the AWS SDK that says how to ask, or a hashtable or object with the same names.</summary>
internal static class ClientConfig
{
    private const string Place = "-ClientConfig";

    /// <summary>Adds what an object says to a request, where parameters do not say it.</summary>
    public static void AddTo(Request request, object? config)
    {
        if (config is null)
            return;
        var settings = SetIn(config);
        Refuse(settings.Keys.Where(static name => !IsKnown(name)));
        if (!request.Has("region") && !request.Has("regions") && Get(settings, "RegionEndpoint") is { } region)
            request["region"] = RegionName.Of(region, Place + ".RegionEndpoint");
        request["endpoint_url"] ??= Unwrapped.Text(Get(settings, "ServiceURL"));
        request["use_fips"] ??= Truth(settings, "UseFIPSEndpoint");
        request["use_dual_stack"] ??= Truth(settings, "UseDualstackEndpoint");
    }

    private static bool IsKnown(string name) =>
        name.ToUpperInvariant() is "REGIONENDPOINT" or "SERVICEURL" or "USEFIPSENDPOINT" or "USEDUALSTACKENDPOINT";

    private static void Refuse(IEnumerable<string> unknown)
    {
        if (unknown.FirstOrDefault() is { } name)
        {
            throw new EcrLoginException(
                "InvalidParameter",
                $"{Place} sets {PlainText.OfValue(name)}, which cannot be honoured here.",
                "RegionEndpoint, ServiceURL, UseFIPSEndpoint and UseDualstackEndpoint are; parameters say the rest.");
        }
    }

    private static object? Get(Dictionary<string, object> settings, string name) => settings.TryGetValue(name, out var value) ? value : null;

    private static object? Truth(Dictionary<string, object> settings, string name) => Unwrapped.Value(Get(settings, name)) switch
    {
        null => null,
        bool truth => truth,
        var other => throw new EcrLoginException("InvalidParameter", $"{Place}.{name} is of type {Unwrapped.TypeName(other)}.", "Give $true or $false."),
    };

    // What the caller set: of an object of the SDK, that in which it differs from a new one.
    private static Dictionary<string, object> SetIn(object config)
    {
        var set = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        var plain = Unwrapped.Value(config)!;
        if (plain is IDictionary dictionary)
            Add(set, dictionary.Keys.Cast<object>().Select(key => ($"{key}", (object?)dictionary[key])));
        else if (plain is PSObject bag)
            Add(set, bag.Properties.Select(static property => (property.Name, (object?)property.Value)));
        else
            Add(set, Differing(plain));
        return set;
    }

    private static void Add(Dictionary<string, object> set, IEnumerable<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values.Where(static one => one.Value is not null))
            set[name] = value!;
    }

    private static IEnumerable<(string Name, object? Value)> Differing(object config)
    {
        var type = config.GetType();
        if (type.GetConstructor(Type.EmptyTypes) is not { } create)
            throw new EcrLoginException("InvalidParameter", $"{Place} is of type {Unwrapped.TypeName(config)}.", "Give an AmazonECRConfig of the AWS SDK, or a hashtable.");
        var untouched = create.Invoke(null);
        return type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, Value: Read(property, config), Usual: Read(property, untouched)))
            .Where(static one => !Equals(one.Value, one.Usual))
            .Select(static one => (one.Name, one.Value));
    }

    private static object? Read(PropertyInfo property, object config)
    {
        try
        {
            return property.GetValue(config);
        }
        catch (TargetInvocationException)
        {
            // Some work out what nobody set, and fail.
            return null;
        }
    }
}
