# The roles that a SAML assertion is for, each with the identity provider's own ARN.
function Read-SamlRole($Assertion) {
    $settings = [Xml.XmlReaderSettings]::new()
    $settings.DtdProcessing = [Xml.DtdProcessing]::Prohibit
    $settings.XmlResolver = $null
    $document = [Xml.XmlDocument]::new()
    $document.XmlResolver = $null
    try {
        $reader = [Xml.XmlReader]::Create([IO.MemoryStream]::new([Convert]::FromBase64String($Assertion)), $settings)
        $document.Load($reader)
    } catch {
        # What cannot be read names no role; the caller says so.
        return
    }
    $path = "//*[local-name()='Attribute'][@Name='https://aws.amazon.com/SAML/Attributes/Role']/*[local-name()='AttributeValue']"
    foreach ($value in $document.SelectNodes($path)) {
        $pair = @($value.InnerText -split ',' | ForEach-Object { $_.Trim() })
        $role = @($pair -match ':role/')
        $principal = @($pair -match ':saml-provider/')
        if ($role.Count -eq 1 -and $principal.Count -eq 1) {
            [pscustomobject]@{ RoleArn = $role[0]; PrincipalArn = $principal[0] }
        }
    }
}
