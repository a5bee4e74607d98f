using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;

namespace EcrLogin.Prompts;

/// <summary>A role that a SAML assertion is for, with the identity provider's own ARN.</summary>
internal sealed record SamlRole(string RoleArn, string PrincipalArn)
{
    private const string RoleAttribute = "https://aws.amazon.com/SAML/Attributes/Role";
    private const int LongestAssertion = 4 * 1024 * 1024;
    private const int Deepest = 64;

    /// <summary>
    /// The roles of an assertion. It is read as a stream and not deeper than any is: what a hostile provider nests without
    /// end must not exhaust the stack. What cannot be read names no further role.
    /// </summary>
    public static IReadOnlyList<SamlRole> AllOf(string assertion)
    {
        var roles = new List<SamlRole>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LongestAssertion,
        };
        try
        {
            using var bytes = new MemoryStream(Convert.FromBase64String(assertion));
            using var reader = XmlReader.Create(bytes, settings);
            Collect(reader, roles);
        }
        catch (Exception error) when (error is FormatException or XmlException)
        {
            return roles;
        }
        return roles;
    }

    private static void Collect(XmlReader reader, List<SamlRole> roles)
    {
        var isRole = false;
        while (reader.Read() && reader.Depth <= Deepest)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Attribute")
                isRole = reader.GetAttribute("Name") == RoleAttribute;
            if (isRole && reader.NodeType == XmlNodeType.Text && Read(reader.Value) is { } role)
                roles.Add(role);
        }
    }

    // Two ARNs, in whichever order.
    private static SamlRole? Read(string pair)
    {
        var arns = pair.Split(',').Select(static arn => arn.Trim()).ToArray();
        var roles = arns.Where(static arn => arn.Contains(":role/")).ToArray();
        var principals = arns.Where(static arn => arn.Contains(":saml-provider/")).ToArray();
        return roles.Length == 1 && principals.Length == 1 ? new SamlRole(roles[0], principals[0]) : null;
    }
}
