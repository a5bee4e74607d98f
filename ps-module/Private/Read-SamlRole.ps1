# The roles that a SAML assertion is for, each with the identity provider's own ARN. The assertion is read as a stream and
# not deeper than any is: what a hostile provider nests without end must not exhaust the stack.
function Read-SamlRole($Assertion) {
    $settings = [Xml.XmlReaderSettings]::new()
    $settings.DtdProcessing = [Xml.DtdProcessing]::Prohibit
    $settings.XmlResolver = $null
    $settings.MaxCharactersInDocument = 4MB
    $isRole = $false
    try {
        $reader = [Xml.XmlReader]::Create([IO.MemoryStream]::new([Convert]::FromBase64String($Assertion)), $settings)
        while ($reader.Read()) {
            if ($reader.Depth -gt 64) { return }
            if ($reader.NodeType -eq 'Element' -and $reader.LocalName -ceq 'Attribute') {
                $isRole = $reader.GetAttribute('Name') -ceq 'https://aws.amazon.com/SAML/Attributes/Role'
            }
            if (-not $isRole -or $reader.NodeType -ne 'Text') { continue }
            $pair = @($reader.Value -split ',' | ForEach-Object { $_.Trim() })
            $role = @($pair -match ':role/')
            $principal = @($pair -match ':saml-provider/')
            if ($role.Count -eq 1 -and $principal.Count -eq 1) {
                [pscustomobject]@{ RoleArn = $role[0]; PrincipalArn = $principal[0] }
            }
        }
    } catch [FormatException], [Xml.XmlException] {
        # What cannot be read names no further role; the caller says so.
        return
    }
}
