using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>Reads names of registries out of what was given or piped: text, numbers, lists of them, and objects that carry them.</summary>
internal static class RegistryReader
{
    // A host settles account and Region, so it goes before an id.
    private static readonly string[] properties =
        ["RepositoryUri", "ProxyEndpoint", "Registry", "RegistryId", "RegistryIds", "AccountId", "Account"];

    /// <summary>The names in a list of values; a number stays one, so that the engine can tell it from text.</summary>
    public static IEnumerable<object> Read(IEnumerable<object?>? values) => Read(values, 0);

    /// <summary>The names in a record of the pipeline, of which PowerShell itself took what else it says.</summary>
    public static IEnumerable<object> ReadRecord(object? record) => One(record, isRecord: true);

    /// <summary>Whether a piped value says nothing: a blank line or a comment.</summary>
    public static bool IsBlank(object? value) =>
        Unwrapped.Value(value) is string text ? string.IsNullOrWhiteSpace(text) || text.TrimStart()[0] == '#' : value is null;

    /// <summary>Whether a piped value has a place for the registry and nothing in it.</summary>
    public static bool IsOpen(object? value) =>
        value is not null
        && Unwrapped.Value(value) is not (string or ValueType)
        && Unwrapped.Items(value) is null
        && Unwrapped.Has(value, properties)
        && (Carried(value) is null || (Carried(value) is string text && string.IsNullOrWhiteSpace(text)));

    private static IEnumerable<object> Read(IEnumerable<object?>? values, int depth) => values?.SelectMany(value => One(value, false, depth)) ?? [];

    private static IEnumerable<object> One(object? value, bool isRecord = false, int depth = 0)
    {
        if (value is null)
            return [""];
        if (depth > Unwrapped.MostLists)
            throw new EcrLoginException("InvalidRegistryIdType", $"A list of registries holds lists more than {Unwrapped.MostLists} deep, or itself.", "Give one list of account ids.");
        var plain = Unwrapped.Value(value)!;
        if (plain is string)
            return [plain];
        if (IsNumber(plain))
            return [Number(value, plain)];
        if (Unwrapped.Items(plain) is { } items)
            return Read(items.Cast<object?>(), depth + 1);
        RefuseConnection(value, plain, isRecord);
        var carried = Carried(value);
        if (carried is string || (carried is not null && (IsNumber(carried) || Unwrapped.Items(carried) is not null)))
            return One(carried, false, depth + 1);
        throw Refused(value);
    }

    private static object? Carried(object value) => Unwrapped.Value(Unwrapped.Named(value, properties));

    // A bare number on the command line keeps the text that it was typed as, with its leading zeros.
    private static object Number(object given, object number)
    {
        var text = given is PSObject ? given.ToString()! : "";
        if (text.Length > 0 && text.All(static c => c is >= '0' and <= '9'))
            return text;
        return IsWhole(number)
            ? Convert.ToInt64(number, CultureInfo.InvariantCulture)
            : ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture);
    }

    private static bool IsNumber(object value) =>
        value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static bool IsWhole(object number) =>
        Type.GetTypeCode(number.GetType()) is >= TypeCode.SByte and <= TypeCode.Int64 || number is ulong and <= long.MaxValue;

    // Passed over in silence, another Region or identity would answer.
    private static void RefuseConnection(object value, object plain, bool isRecord)
    {
        if (plain is not IDictionary)
        {
            if (!isRecord)
                RefuseUnbound(value);
            return;
        }
        if (ConnectionNames.SaidByEntry(value) is not { } said)
            return;
        throw new EcrLoginException(
            "InvalidParameter",
            $"A hashtable that says {said} cannot be piped: PowerShell binds that from objects alone.",
            "Pipe [pscustomobject]@{ ... } in its place.");
    }

    // A host says its Region as well.
    private static void RefuseUnbound(object value)
    {
        if (ConnectionNames.SaidByProperty(value, Carried(value) is string text && text.Contains(".") ? "Region" : null) is not { } said)
            return;
        throw new EcrLoginException(
            "InvalidParameter",
            $"An object that says {said} cannot be an argument or an item of a list: PowerShell binds that from piped objects alone.",
            "Pipe such objects one by one.");
    }

    private static EcrLoginException Refused(object value)
    {
        // Only the type is told: the object as text might hold a password.
        var type = PlainText.OfValue(PSObject.AsPSObject(value).TypeNames[0]);
        return new EcrLoginException(new Failure(
            "InvalidRegistryIdType",
            $"An object of type {type} is no registry id and carries none in a property RegistryId.",
            "Give account ids as text or numbers, or objects that have a property RegistryId.")
        {
            Details = [type],
        });
    }
}
