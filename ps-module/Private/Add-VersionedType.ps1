# An object with a second type name, under which this version's Types.ps1xml describes it. PowerShell keeps type data for
# the session and takes none twice, so each version of the module has its own. The build puts in the version.
function Add-VersionedType($Object) {
    $names = $Object.PSObject.TypeNames
    $names.Insert(1, "$($names[0])#VERSION")
    $Object
}
